"""How the embedded model is made: pairs, vocabulary, starting vectors, contrastive training, judgement, files."""
