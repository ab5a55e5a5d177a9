"""Helpers of the tests. No test stands here, and no test file imports another."""
