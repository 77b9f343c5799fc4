"""The pages of people and posts: an arranger's lists, and the door of who was invited."""
