"""What people read and click: briefs, tables, exports, the app."""
