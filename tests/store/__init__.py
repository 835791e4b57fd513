"""Tests of store, one file for each of its words."""
