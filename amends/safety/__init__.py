"""Judgements and findings."""
