"""Tests of volunteers' duty."""
