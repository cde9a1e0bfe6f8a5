"""
The record: one SQLite file, appended to and never altered.

1. Every act that was performed has exactly one entry, and a refused act has none.
2. Entries have one order for the whole record (``seq``) and one within their case (``n``), both without gaps.
3. An entry and everything that follows from it are written in one transaction, or not at all;
   a batch of acts is one transaction too.
4. No entry is changed, replaced or removed, by whatever SQLite client; a record that has lost that guard is not opened.
5. Each entry carries the SHA-256 of everything it says and of the entry before it;
   the first one, of what the record says of itself. What is hashed is what is stored: the sums need no program of ours.
6. What has been altered, removed, inserted or reordered is found, and the first entry concerned is named;
   a tail that is cut off is found by whoever has kept a head.
7. The register, the docket and the state of every case can be rebuilt from the entries alone,
   as of any entry and of any instant.
8. What was acknowledged is there after a crash, and nothing is there by half.
9. Many processes may act at once: none loses an act, none doubles one, and none decides on a stale view,
   since an entry is written only as the very next one after the last that was taken into account.
10. A refused act can be kept as evidence, apart from the acts.
11. A copy of a record that is in use is whole, and is verified before it is called a backup.
12. A record is read, verified and copied also where nothing can be written.
"""
