"""The demo: an organisation of forty people in four settings, so that every page can be full.

The content is text in `content/`, written by us; `reading` checks it, `loading` brings it in
through the rooms' own actions. It is an organisation of its own and can be removed again.
"""
