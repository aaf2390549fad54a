{{- define "siapp.nama" -}}
{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- define "siapp.citra" -}}
{{- if .Values.citra.digest }}{{ .Values.citra.nama }}@{{ .Values.citra.digest }}
{{- else }}{{ .Values.citra.nama }}:{{ .Values.citra.tag | default .Chart.AppVersion }}{{ end }}
{{- end }}

{{- define "siapp.pilih" -}}
app.kubernetes.io/name: siapp
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "siapp.label" -}}
{{ include "siapp.pilih" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{/* Settings: the Secret first, then what the chart knows by itself. `pemilik`: as the owner of the schema. */}}
{{- define "siapp.lingkungan" -}}
envFrom:
  - secretRef:
      name: {{ .Values.rahasia }}
  {{- with .tambahan }}
  - secretRef:
      name: {{ . }}
  {{- end }}
env:
  - name: BASE_URL
    value: {{ printf "https://%s" .Values.domain | quote }}
  - name: ALLOWED_HOSTS
    value: {{ .Values.domain | quote }}
  {{- range $nama, $nilai := .Values.setelan }}
  - name: {{ $nama }}
    value: {{ $nilai | quote }}
  {{- end }}
  {{- if .Values.basisdata.cloudnativepg.aktif }}
  - name: DATABASE_URL
    valueFrom:
      secretKeyRef:
        name: {{ if .pemilik }}{{ include "siapp.nama" . }}-basisdata-app{{ else }}{{ .Values.basisdata.cloudnativepg.rahasia }}{{ end }}
        key: uri
  {{- end }}
  {{- if .Values.valkey.aktif }}
  - name: REDIS_URL
    value: redis://{{ include "siapp.nama" . }}-valkey:6379/0
  {{- end }}
  {{- if .Values.berkas.klaim }}
  - name: STORAGE_URL
    value: file:/data/berkas
  {{- end }}
{{- end }}

{{/* The pod's own security: what the image was made for. */}}
{{- define "siapp.amanPod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.citra.rahasia }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .Values.penempatan.pilih }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.penempatan.toleransi }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "siapp.aman" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
{{- end }}

{{/* What may be written: /tmp, and /data where documents are on a claim. */}}
{{- define "siapp.pasangan" -}}
volumeMounts:
  - name: sementara
    mountPath: /tmp
  {{- if .Values.berkas.klaim }}
  - name: berkas
    mountPath: /data
  {{- end }}
{{- end }}

{{- define "siapp.volume" -}}
volumes:
  - name: sementara
    emptyDir:
      sizeLimit: 2Gi
  {{- if .Values.berkas.klaim }}
  - name: berkas
    persistentVolumeClaim:
      claimName: {{ .Values.berkas.klaim }}
  {{- end }}
{{- end }}

{{- define "siapp.tanya" -}}
httpGet:
  path: {{ .jalur }}
  port: http
  httpHeaders:
    - name: Host
      value: {{ .domain | quote }}
    - name: X-Forwarded-Proto
      value: https
{{- end }}

{{/* One Deployment of a kind: (dict "akar" $ "jenis" "pekerja" "isi" .Values.proses.pekerja "henti" 90). */}}
{{- define "siapp.deployment" -}}
{{- $nama := printf "%s-%s" (include "siapp.nama" .akar) .jenis }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $nama }}
  labels:
    {{- include "siapp.label" .akar | nindent 4 }}
    app.kubernetes.io/component: {{ .jenis }}
spec:
  {{- if not (dig "skala" "aktif" false .isi) }}
  replicas: {{ .isi.replika }}
  {{- end }}
  revisionHistoryLimit: 5
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxUnavailable: 0
      maxSurge: 1
  selector:
    matchLabels:
      {{- include "siapp.pilih" .akar | nindent 6 }}
      app.kubernetes.io/component: {{ .jenis }}
  template:
    metadata:
      labels:
        {{- include "siapp.label" .akar | nindent 8 }}
        app.kubernetes.io/component: {{ .jenis }}
    spec:
      {{- include "siapp.amanPod" .akar | nindent 6 }}
      # A drain ends its calls first; what is still open then is uncertain, never lost.
      terminationGracePeriodSeconds: {{ .henti }}
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: {{ .akar.Values.penempatan.sebar }}
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              {{- include "siapp.pilih" .akar | nindent 14 }}
              app.kubernetes.io/component: {{ .jenis }}
      containers:
        - name: {{ .jenis }}
          image: {{ include "siapp.citra" .akar }}
          imagePullPolicy: {{ .akar.Values.citra.tarik }}
          args:
            - jalankan
            - {{ .jenis }}
            {{- if hasKey .isi "banyak" }}
            - --banyak
            - {{ .isi.banyak | quote }}
            {{- end }}
            {{- if has .jenis (list "web" "metrik") }}
            - --host
            - 0.0.0.0
            {{- end }}
          {{- include "siapp.lingkungan" .akar | nindent 10 }}
          {{- include "siapp.aman" .akar | nindent 10 }}
          {{- include "siapp.pasangan" .akar | nindent 10 }}
          resources:
            {{- toYaml .isi.sumberDaya | nindent 12 }}
          {{- if eq .jenis "web" }}
          ports:
            - name: http
              containerPort: 8000
          startupProbe:
            {{- include "siapp.tanya" (dict "jalur" "/hidup" "domain" .akar.Values.domain) | nindent 12 }}
            periodSeconds: 3
            failureThreshold: 40
          readinessProbe:
            {{- include "siapp.tanya" (dict "jalur" "/siap" "domain" .akar.Values.domain) | nindent 12 }}
            periodSeconds: 5
            timeoutSeconds: 3
          # The process alone: a database that is away is no reason to end those who wait for it.
          livenessProbe:
            {{- include "siapp.tanya" (dict "jalur" "/hidup" "domain" .akar.Values.domain) | nindent 12 }}
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 6
          lifecycle:
            preStop:
              # Until the ingress has heard of it, requests still come here.
              exec:
                command: [sleep, "5"]
          {{- else if eq .jenis "metrik" }}
          ports:
            - name: metrik
              containerPort: 9108
          {{- end }}
      {{- include "siapp.volume" .akar | nindent 6 }}
{{- end }}
