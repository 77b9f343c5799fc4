"""What every page is made of: styles, skeletons, components, server-drawn charts, and the gallery that shows them."""
