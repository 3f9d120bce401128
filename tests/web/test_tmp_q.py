import cProfile
import pstats
import time

from tests.web.test_query_budget import *


def test_x(stage):
    t=time.time(); fill(stage,3); print("fill3",time.time()-t); t=time.time(); counted(stage); print("count",time.time()-t)
    p=cProfile.Profile(); p.enable(); t=time.time(); fill(stage,150); print("fill150",time.time()-t); p.disable()
    pstats.Stats(p).sort_stats("cumtime").print_stats(30)
