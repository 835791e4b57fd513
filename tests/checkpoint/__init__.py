"""Tests of checkpoint, one file for each of its words."""
