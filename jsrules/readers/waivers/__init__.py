"""Waivers: files of recorded explanations, read and written."""
