#!/usr/bin/env python3
"""What many small documents cost the daemon: its memory, the size of archive and index, documents a second.

    python3 tests/bench/small.py target/release/vanthu [count]

The documents are seeded texts of some 80 words. The inbox is filled while the daemon runs, a few thousand at a time.
"""
import os, random, subprocess, sys, tempfile, time
from pathlib import Path

WORDS = "ủy ban nhân dân tỉnh chỉ đạo các sở ban ngành tăng cường rà soát thủ tục hành chính báo cáo kết quả thực hiện".split()
TOGETHER = 2000


def letter(number, chance):
    day = f"ngày {chance.randint(1, 28):02} tháng {chance.randint(1, 12)} năm {chance.randint(2015, 2025)}"
    words = " ".join(chance.choice(WORDS) for _ in range(80)).capitalize()
    return (f"ỦY BAN NHÂN DÂN\nTỈNH CÀ MAU\n\nSố: {number}/UBND-NC\n\nCà Mau, {day}\n\nV/v rà soát hồ sơ mahieu{number}\n\n"
            f"Kính gửi: Các sở, ban, ngành\n\n{words}.\n\nNơi nhận:\n- Lưu: VT.\n")


def memory(process):
    """Resident set of the daemon in MB: now and at most (proc_pid_status(5))."""
    status = dict(line.split(":", 1) for line in Path(f"/proc/{process.pid}/status").read_text().splitlines())
    return tuple(int(status[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))


def size(folder):
    files = [file.stat() for file in folder.rglob("*") if file.is_file()]
    return sum(file.st_size for file in files), sum(file.st_blocks * 512 for file in files)


def main():
    vanthu, count = os.path.abspath(sys.argv[1]), int((sys.argv[2:] + ["20000"])[0])
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inbox, home = folder / "in", folder / "home"
        inbox.mkdir()
        command = [vanthu, "watch", "in", "--home", "home", "--settle", "0", "--min-free", "0"]
        daemon = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        begun = time.perf_counter()
        for first in range(0, count, TOGETHER):
            for number in range(first, min(first + TOGETHER, count)):
                (inbox / f"{number}.part").write_text(letter(number, chance))
                (inbox / f"{number}.part").rename(inbox / f"{number}.txt")
            while any(inbox.iterdir()):
                assert daemon.poll() is None, "the daemon ended"
                time.sleep(0.1)
            now, most = memory(daemon)
            done = min(first + TOGETHER, count)
            print(f"{done} kept, {done / (time.perf_counter() - begun):.0f} a second, memory {now:.0f} MB, at most {most:.0f} MB", flush=True)
        daemon.terminate()
        daemon.wait()
        for part in ("archive.sqlite", "originals", "index"):
            path = home / part
            apparent, blocks = (path.stat().st_size, path.stat().st_blocks * 512) if path.is_file() else size(path)
            print(f"{part}: {apparent / count / 1024:.2f} KiB a document, {blocks / count / 1024:.2f} on the disk")


main()
