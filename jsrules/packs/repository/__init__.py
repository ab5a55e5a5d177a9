"""Repositories of packs: the only importer of tuf. Needs ``pip install 'jsrules[packs]'``."""
