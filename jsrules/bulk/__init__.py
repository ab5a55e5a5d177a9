"""Many reports: their figures as Parquet, and what the rules say of all of them. Needs ``pip install 'jsrules[bulk]'``.

One way through: files → shards (`shards`) → figures of each report (`flat_report`) → tables of a corpus (`corpus`) →
`judging_batch`, shard by shard → tables of findings. See ``spec/bulk.md``.
"""
