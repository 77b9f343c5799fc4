"""The counters of finance: batches with their steps and files, and single payments."""
