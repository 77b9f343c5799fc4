"""Journal: who did, changed, read and revealed what. Append only, sealed in batches with a hash chain (X-R4, X-R3)."""
