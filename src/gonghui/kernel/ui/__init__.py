"""What every page is made of: styles, skeletons, components, charts drawn on the server, and the gallery that shows them."""
