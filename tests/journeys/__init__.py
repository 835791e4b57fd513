"""Whole stories from the domain, with real codes, real files and a real central."""
