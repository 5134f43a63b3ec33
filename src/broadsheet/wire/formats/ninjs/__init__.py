"""ninjs, the IPTC's News in JSON: versions 1, 2 and 3, one module each.

Version 1 is turned into the shape of version 2, version 3 differs from it in the case of
its keys alone; so all three are read by one reader.
"""
