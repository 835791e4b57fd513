"""Tests of ui, one file for each of its words."""
