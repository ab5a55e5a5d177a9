"""What an archive may hold at most, and the name of its list of hashes."""

SUMS = "SHA256SUMS"

MAXIMUM_ARCHIVE = 32 * 1024 * 1024
MAXIMUM_FILE = 16 * 1024 * 1024
MAXIMUM_FILES = 4096
