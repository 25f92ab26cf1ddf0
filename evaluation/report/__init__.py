"""The evaluation report: the seven items of S1-28, hashed, as JSON, HTML, DOCX and PDF."""
