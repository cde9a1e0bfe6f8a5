"""
The record: one SQLite file, appended to and never altered.

1. Every act that was performed has exactly one entry; a refused act has no entry.
2. Entries have one order for the whole record (``seq``) and one within their case (``n``), both without gaps.
3. An entry and all its consequences are written in one transaction, or not at all;
   a batch of acts is also one transaction.
4. No SQLite client can change, replace or remove an entry; a record that has lost the guards for this is not opened.
5. Each entry has a SHA-256 digest of its content and of the digest before it; the first entry, of the header of the
   record instead. The hashed text is the stored text, so the digests can be checked without this program.
6. If entries have been altered, removed, inserted or reordered, this is found, and the first bad entry is named;
   if the last entries are cut off, this is found by comparing with a head that was kept.
7. The register, the docket and the state of every case can be rebuilt from the entries alone,
   as of any entry and of any instant.
8. An acknowledged act is on the record after a crash, and no act is recorded in part.
9. Many processes may act at once: no act is lost or written twice, and no act is decided on a stale view,
   since an entry is written only directly after the last entry that was taken into account.
10. A refused act can be kept as evidence, apart from the acts.
11. A copy of a record that is in use is complete, and appears under its name only when it is verified.
12. A record can be read, verified and copied even where nothing can be written.
13. The rules that a record is kept under are in it, and the digest of the first ones is in the header; others enter
    by an entry. Nothing beside the file changes what an act is judged by.
14. Every entry is what the rules in force draw up from what was said; the first one that is not is named.
15. The database refuses a row of another program that does not fit. A log, a journal or a file that is not the record's
    own is found before it is taken in, and no act is acknowledged that is not in the file of that name.
"""
