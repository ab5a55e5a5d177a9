"""Detection power: how many slips of a report's figures would the rules notice? See ``spec/mutation.md``."""
