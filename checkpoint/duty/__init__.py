"""Volunteers' duty, pure: what entries say, who may go on it, what is credited, and the attendance it adds up to.

What a shift, a post or a volunteer is, the roster says; writing entries and asking people is the station's.
"""
