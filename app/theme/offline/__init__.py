"""Pages as they are carried away: what every reader without a network is given shares this.

Addresses become files beside one another, whatever a server would have answered is left out, and
nothing is asked of any other host. It knows the theme and the domain; how a form is written (a
folder, an archive, a Kiwix file) is the exporter's.
"""
