"""Volunteers' duty here: what is known (`book`), checking in and out (`checking`), a lead's acts (`leading`)."""
