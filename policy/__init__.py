"""Policy as data: what a pack says, the working-day clock, and the plan a project follows.

Pure: reads pack files and computes. Knows no database, no network and no service.
Start at loader.load_pack, plan.compile_plan and clock.due_date.
"""
