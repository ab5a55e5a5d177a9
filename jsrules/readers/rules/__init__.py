"""Rule files: split, parsed, printed, laid out. The only importer of lark."""
