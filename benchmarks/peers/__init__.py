"""Our charts beside those of Mermaid, PlantUML, bpmn.io, ELK and Graphviz: one flow, one paper, one measurer.

make peers                                     # writes docs/comparison.md and its pictures
python -m benchmarks.peers FLOW… --out FOLDER  # some flows only: pictures and a table of measures
"""
