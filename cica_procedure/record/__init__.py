"""
The record: one SQLite file, appended to and never altered.

1. Every act that was performed has exactly one entry, and a refused act has none.
2. Entries have one order for the whole record (``seq``) and one within their case (``n``), both without gaps.
3. An entry and everything that follows from it are written in one transaction, or not at all.
4. No entry is changed, replaced or removed, by whatever SQLite client.
5. Each entry carries the digest of its content and of the entry before it.
6. The register, the docket and the state of every case can be rebuilt from the entries alone.
"""

from cica_procedure.record.ledger import Header, Record

__all__ = ["Header", "Record"]
