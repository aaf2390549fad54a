# Two commands matter: `make run` starts the whole product, `make test` checks all of it.

PYTHON ?= $(shell for p in python3.11 python3.12 python3; do $$p -c 1 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
UJI ?= tests
PYTEST := $(BIN)/pytest
# A file by name is answered sooner by one process: two would both have to load everything.
PARALEL = $(if $(findstring .py,$(UJI)),,--numprocesses 2 --dist loadgroup)
KUNCI := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-header pyproject.toml

CITRA ?= localhost/siapp:terbaru
PEMBANGUN ?= $(shell command -v podman || command -v docker || echo podman)
VERSI = $(shell sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)

# Dozens of processes start from the same files here; compiling them anew each time costs more than keeping the result.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run kembang test check format kunci kait sbom citra bersih kekacauan banding banding-besar mutasi uji-rilis-lama venv venv-dev

help: ## Menampilkan daftar perintah ini
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r p t; do printf '%-18s %s\n' "$$p" "$$t"; done

venv: KUNCI_VENV = requirements.txt
venv-dev: KUNCI_VENV = requirements-dev.txt
venv venv-dev:
	@test -n "$(PYTHON)" || { echo "Python 3.11 tidak ditemukan. Jalankan \`sudo apt-get install python3 python3-venv\`, lalu ulangi."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(PYTHON) siapp/lokal/paket.py python3-venv || true
	@$(PYTHON) siapp/lokal/venv.py $(KUNCI_VENV)

run: venv ## Menyalakan seluruh aplikasi di mesin ini (Ctrl-C untuk berhenti)
	@$(BIN)/python -m siapp.lokal jalan

kembang: venv ## Seperti run, tetapi perubahan templat, gaya, dan skrip langsung terlihat, Python beberapa detik kemudian
	@$(BIN)/python -m siapp.lokal kembang

test: venv-dev ## Menjalankan semua pengujian, termasuk di peramban (satu saja: UJI=tests/usulan/test_tahap.py)
	@$(BIN)/python -m siapp.lokal alat
	$(PYTEST) $(UJI) $(PARALEL) --durations 10

check: venv-dev ## Memeriksa gaya, tipe, arah impor, migrasi, dokumen, dan setelan produksi
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djangofmt --check .
	$(BIN)/djangofmt check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m siapp.lokal periksa
	$(BIN)/python -m tests.pasokan

format: venv-dev ## Merapikan kode dan templat
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djangofmt check --fix .
	$(BIN)/djangofmt .

kunci: venv-dev ## Menyusun ulang requirements*.txt dari pyproject.toml (tambah OPSI=--upgrade untuk versi terbaru)
	$(KUNCI) $(OPSI) --extra lokal --output-file requirements.txt
	$(KUNCI) $(OPSI) --extra lokal --extra pantau --extra dev --constraint requirements.txt --output-file requirements-dev.txt
	$(KUNCI) --constraint requirements.txt --output-file requirements-server.txt
	$(KUNCI) --extra pantau --constraint requirements-dev.txt --output-file requirements-pantau.txt

kait: venv-dev ## Memasang pemeriksaan git sebelum commit dan push
	$(BIN)/pre-commit install

sbom: venv-dev ## Menyusun daftar pustaka citra (CycloneDX) ke var/sbom.json
	@mkdir -p var
	$(BIN)/cyclonedx-py requirements --output-reproducible --of JSON -o var/sbom.json requirements-server.txt

citra: export TZ = UTC
citra: sbom ## Membangun citra OCI dari commit ini beserta SBOM-nya (perlu podman atau docker)
	$(PEMBANGUN) build --file pemasangan/Containerfile --tag $(CITRA) $(OPSI) \
	  --build-arg COMMIT=$$(git rev-parse HEAD) --build-arg VERSI=$(VERSI) \
	  --build-arg DIBUAT=$$(git log -1 --format=%cd --date=format-local:%Y-%m-%dT%H:%M:%SZ) .

bersih: ## Menghapus data peragaan dan sisa pengujian (folder var/)
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m siapp.lokal bersih; else rm -rf var; fi

uji-rilis-lama: venv-dev ## Menjalankan pengujian rilis terakhir di atas skema yang baru (perlu riwayat git)
	@$(BIN)/python -m tests.rilis

kekacauan: venv-dev ## Menjalankan kampanye gangguan (lama)
	KEKACAUAN=penuh $(PYTEST) tests/kekacauan

banding: venv-dev ## Membandingkan kecepatan dengan program tertipis yang sepadan (lama; mesin sebaiknya senggang)
	BANDING=penuh $(PYTEST) tests/banding

banding-besar: venv-dev ## Membandingkan tiap daftar pada sejuta dan seribu usulan (dibuat bila belum ada; semua halaman dengan TIAP=1)
	BANDING=penuh TIAP=$(TIAP) $(PYTEST) -s tests/banding/banding_besar.py

mutasi: venv-dev ## Merusak inti satu per satu dan melihat apakah pengujian tahu (lama; pilih dengan MODUL=usulan/kalender.py)
	@$(BIN)/python -m tests.mutasi "$(MODUL)" $(or $(JUMLAH),2) $(or $(LANGKAH),1)
