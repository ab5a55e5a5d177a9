"""The main job: a report, the rules that are for it, and what they say."""
