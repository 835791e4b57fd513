"""Volunteers' duty here: checking in and out (`checking`), a lead's acts (`leading`); `attendance` knows the rest."""
