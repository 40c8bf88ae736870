{{- /* What the manifests share. */ -}}
{{- define "muster.name" -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" }}-muster
{{- end }}

{{- define "muster.selector" -}}
app.kubernetes.io/name: muster
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "muster.labels" -}}
{{ include "muster.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "muster.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- define "muster.secretEnv" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef: {name: {{ .ref.name }}, key: {{ .ref.key }}}
{{- end }}

{{- define "muster.env" -}}
{{ include "muster.secretEnv" (dict "name" "MUSTER_DATABASE_URL" "ref" .Values.secrets.databaseURL) }}
{{ include "muster.secretEnv" (dict "name" "MUSTER_ADMIN_TOKEN" "ref" .Values.secrets.adminToken) }}
{{ include "muster.secretEnv" (dict "name" "MUSTER_PHONE_KEY" "ref" .Values.secrets.phoneKey) }}
{{ include "muster.secretEnv" (dict "name" "TWILIO_ACCOUNT_SID" "ref" .Values.secrets.twilioAccount) }}
{{ include "muster.secretEnv" (dict "name" "TWILIO_AUTH_TOKEN" "ref" .Values.secrets.twilioToken) }}
{{- if .Values.secrets.temporalAPIKey.name }}
{{ include "muster.secretEnv" (dict "name" "MUSTER_TEMPORAL_API_KEY" "ref" .Values.secrets.temporalAPIKey) }}
{{- end }}
- {name: MUSTER_SMS_FROM, value: {{ .Values.carrier.smsFrom | quote }}}
{{- if .Values.carrier.voiceFrom }}
- {name: MUSTER_VOICE_FROM, value: {{ .Values.carrier.voiceFrom | quote }}}
{{- end }}
- {name: MUSTER_INBOUND, value: {{ .Values.carrier.inbound }}}
- {name: MUSTER_PUBLIC_URL, value: {{ .Values.publicURL | quote }}}
- {name: MUSTER_TEMPORAL_ADDRESS, value: {{ .Values.temporal.address | quote }}}
- {name: MUSTER_TEMPORAL_NAMESPACE, value: {{ .Values.temporal.namespace | quote }}}
{{- if .Values.temporal.tlsSecret }}
- {name: MUSTER_TEMPORAL_TLS_CERT, value: /etc/muster/temporal/tls.crt}
- {name: MUSTER_TEMPORAL_TLS_KEY, value: /etc/muster/temporal/tls.key}
{{- end }}
{{- if .Values.operator }}
- {name: MUSTER_OPERATOR, value: {{ .Values.operator | quote }}}
{{- end }}
{{- if .Values.trustedProxies }}
- {name: MUSTER_TRUSTED_PROXIES, value: {{ .Values.trustedProxies | quote }}}
{{- end }}
{{- if .Values.oidc.issuer }}
- {name: MUSTER_OIDC_ISSUER, value: {{ .Values.oidc.issuer | quote }}}
- {name: MUSTER_OIDC_CLIENT_ID, value: {{ .Values.oidc.clientID | quote }}}
- {name: MUSTER_OIDC_NAME, value: {{ .Values.oidc.name | quote }}}
{{- if .Values.oidc.secret.name }}
{{ include "muster.secretEnv" (dict "name" "MUSTER_OIDC_CLIENT_SECRET" "ref" .Values.oidc.secret) }}
{{- end }}
{{- end }}
{{- if .Values.plansConfigMap }}
- {name: MUSTER_PLANS_DIR, value: /etc/muster/plans}
{{- end }}
- {name: MUSTER_KEYS_FILE, value: /etc/muster/keys/{{ .Values.secrets.payloadKeys.key }}}
- {name: MUSTER_DATA_DIR, value: /var/lib/muster}
{{- if .Values.recordsClaim }}
- {name: MUSTER_RECORDS_DIR, value: /var/lib/muster-records}
{{- end }}
- {name: MUSTER_LISTEN, value: "0.0.0.0:8080"}
- {name: MUSTER_METRICS_LISTEN, value: "0.0.0.0:9464"}
- {name: MUSTER_LOG_FORMAT, value: json}
{{- if .Values.otlpEndpoint }}
- {name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ .Values.otlpEndpoint | quote }}}
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "muster.container" -}}
image: {{ include "muster.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
env:
  {{- include "muster.env" . | nindent 2 }}
volumeMounts:
  - {name: data, mountPath: /var/lib/muster}
  - {name: payload-keys, mountPath: /etc/muster/keys, readOnly: true}
  {{- if .Values.recordsClaim }}
  - {name: records, mountPath: /var/lib/muster-records}
  {{- end }}
  {{- if .Values.temporal.tlsSecret }}
  - {name: temporal-tls, mountPath: /etc/muster/temporal, readOnly: true}
  {{- end }}
  {{- if .Values.plansConfigMap }}
  - {name: plans, mountPath: /etc/muster/plans, readOnly: true}
  {{- end }}
{{- end }}

{{- define "muster.pod" -}}
serviceAccountName: {{ include "muster.name" . }}
automountServiceAccountToken: false
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  seccompProfile: {type: RuntimeDefault}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
volumes:
  {{- if not .claimed }}
  - name: data
    emptyDir: {sizeLimit: {{ .Values.dataSize }}}
  {{- end }}
  - name: payload-keys
    secret: {secretName: {{ .Values.secrets.payloadKeys.name }}, defaultMode: 0440}
  {{- if .Values.recordsClaim }}
  - name: records
    persistentVolumeClaim: {claimName: {{ .Values.recordsClaim }}}
  {{- end }}
  {{- if .Values.temporal.tlsSecret }}
  - name: temporal-tls
    secret: {secretName: {{ .Values.temporal.tlsSecret }}, defaultMode: 0440}
  {{- end }}
  {{- if .Values.plansConfigMap }}
  - name: plans
    configMap: {name: {{ .Values.plansConfigMap }}}
  {{- end }}
{{- end }}
