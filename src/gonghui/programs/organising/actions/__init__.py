"""What people do in organising; each room of steps is a module: founding, elections, joining, checking, rosters."""
