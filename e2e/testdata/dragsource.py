"""Test only: a small window whose content can be dragged; it carries the files named on the command line."""
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk

window = Gtk.Window(title="dragsource")
window.set_default_size(120, 60)
box = Gtk.EventBox()
box.add(Gtk.Label(label="drag me"))
window.add(box)
box.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
box.drag_source_add_uri_targets()
uris = [GLib.filename_to_uri(name, None) for name in sys.argv[1:]]
box.connect("drag-data-get", lambda widget, context, selection, info, time: selection.set_uris(uris))
window.connect("destroy", Gtk.main_quit)
window.show_all()
Gtk.main()
