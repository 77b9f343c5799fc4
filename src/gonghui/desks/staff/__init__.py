"""人员与岗位: inviting officers and chairs, ending posts, resetting a second factor by two (1.1, X-R1, X-R3)."""
