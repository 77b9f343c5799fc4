"""What is done with people and posts: inviting, taking up, ending, resetting a second factor."""
