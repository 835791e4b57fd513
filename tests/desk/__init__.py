"""Tests of desk, one file for each of its words."""
