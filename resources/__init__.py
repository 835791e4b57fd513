"""Styles, sounds, fonts and translations; `FOLDER` says where they are and nothing else happens here."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
