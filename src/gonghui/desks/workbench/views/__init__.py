"""The officer's own pages: her workbench, and the hand-over of a desk."""
