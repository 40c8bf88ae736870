package sites

// How the site deals with photos that people add to steps.

// Photos says what is kept of a photo beside the picture.
type Photos struct {
	KeepPlace bool `json:"keep_place,omitempty" jsonschema_description:"Where a photo was taken, if the camera has noted it. Left out, no place is kept; what else the camera has noted never is."`
}
