"""Notices: messages to persons, and public notice (公示) with objections (X-R7 to X-R10); run by who publishes."""
