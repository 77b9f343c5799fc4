"""The counters: what an officer and an applicant see and do, page by page."""
