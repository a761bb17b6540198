"""Bringing people together."""
