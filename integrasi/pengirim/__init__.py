"""Works the Pengiriman: claim (`antrean`) · send (`kirim`) · classify (`klasifikasi`) · finish (`selesai`).

`kuras` ties them together: one drain works many rows with a pool of threads. No transaction is open while HTTP waits.
"""
