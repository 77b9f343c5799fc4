"""Real servers, real database, `kill -9`: none paid twice, none lost, none stuck (T08, T11; R7, R8)."""
