"""An engagement at a door: how it is shown, filled in, told of."""
