"""Schemes and checklists as data: what they may say, how a file is read, which ones are shipped."""
