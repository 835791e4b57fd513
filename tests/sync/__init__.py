"""Tests of sync, one file for each of its words."""
