"""Tests of cli, one file for each of its words."""
