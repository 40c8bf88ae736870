// Package picture turns what a camera wrote into what is kept of it: a JPEG of bounded size, upright, with nothing in it but the
// picture, and a small one to show in lists.
package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"

	"muster/incident/photo"
)

// How large and how good what is kept is, and how large what is read may be. A picture is unpacked in memory, which takes up to
// some 15 bytes for each of its pixels. [design]
const (
	MaxPixels = 25_000_000
	LongSide  = 1600
	SmallSide = 320
	quality   = 82
)

// Picture is what is kept.
type Picture struct {
	JPEG, Small   []byte
	Width, Height int          // of JPEG
	Place         *photo.Place // where it was taken, if the camera wrote so
}

// Make reads a picture as it was sent. What is wrong with it is a *photo.Error.
func Make(sent []byte) (Picture, error) {
	format, err := formatOf(sent)
	if err != nil {
		return Picture{}, err
	}
	if err := measure(format, sent); err != nil {
		return Picture{}, err
	}
	whole, err := format.decode(sent)
	if err != nil {
		return Picture{}, damaged()
	}
	noted := read(format, sent)
	kept := upright(fit(whole, LongSide), noted.orientation)
	made := Picture{Width: kept.Rect.Dx(), Height: kept.Rect.Dy(), Place: noted.place}
	if made.JPEG, err = encode(kept); err != nil {
		return Picture{}, err
	}
	made.Small, err = encode(fit(kept, SmallSide))
	return made, err
}

func damaged() error {
	return photo.Refuse(photo.CodeDamaged, "The picture cannot be read: it is damaged, or only a part of it has arrived. Send it again, or take another one.")
}

// format is a kind of picture.
type format int

const (
	isJPEG format = iota
	isPNG
)

// formatOf tells by its first bytes what somebody has sent, whatever they call it.
func formatOf(sent []byte) (format, error) {
	switch {
	case len(sent) > photo.MaxBytes:
		return 0, photo.Refuse(photo.CodeSize, "The picture is larger than %d MB: have the camera take smaller ones, or send a screenshot of it.", photo.MaxBytes>>20)
	case bytes.HasPrefix(sent, []byte("\xff\xd8\xff")):
		return isJPEG, nil
	case bytes.HasPrefix(sent, []byte("\x89PNG\r\n\x1a\n")):
		return isPNG, nil
	case heic(sent):
		return 0, photo.Refuse(photo.CodeHEIC, "This is a HEIC picture, which Muster does not take: have the camera take JPEG (on an iPhone: Settings, Camera, Formats, Most Compatible), or send a screenshot of it.")
	}
	return 0, photo.Refuse(photo.CodeType, "This is no JPEG and no PNG: send the photo as one of them.")
}

// heic says whether a file is of the family of formats that newer telephones write.
func heic(sent []byte) bool {
	if len(sent) < 12 || string(sent[4:8]) != "ftyp" {
		return false
	}
	switch string(sent[8:12]) {
	case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis":
		return true
	}
	return false
}

// measure refuses a picture that says that it is too large to be unpacked.
func measure(f format, sent []byte) error {
	config, err := f.config(sent)
	switch {
	case err != nil || config.Width <= 0 || config.Height <= 0:
		return damaged()
	case config.Width > MaxPixels/config.Height:
		return photo.Refuse(photo.CodeSize, "The picture has %d x %d pixels, and Muster takes at most %d million: have the camera take smaller ones, or send a screenshot of it.",
			config.Width, config.Height, MaxPixels/1_000_000)
	}
	return nil
}

func (f format) config(sent []byte) (image.Config, error) {
	if f == isPNG {
		return png.DecodeConfig(bytes.NewReader(sent))
	}
	return jpeg.DecodeConfig(bytes.NewReader(sent))
}

func (f format) decode(sent []byte) (image.Image, error) {
	if f == isPNG {
		return png.Decode(bytes.NewReader(sent))
	}
	return jpeg.Decode(bytes.NewReader(sent))
}

// fit scales a picture down until its longer side is no longer than one, by halves first: so every pixel counts, and no more memory
// is taken than for the picture. What is transparent becomes white.
func fit(src image.Image, side int) *image.RGBA {
	w, h := src.Bounds().Dx(), src.Bounds().Dy()
	for max(w, h) > 2*side {
		w, h = max(1, w/2), max(1, h/2)
		src = scaled(src, w, h)
	}
	if long := max(w, h); long > side {
		w, h = max(1, w*side/long), max(1, h*side/long)
	}
	return scaled(src, w, h)
}

func scaled(src image.Image, w, h int) *image.RGBA {
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(dst, dst.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(dst, dst.Rect, src, src.Bounds(), draw.Over, nil)
	return dst
}

// upright turns a picture as the camera was held: by one of the eight orientations that cameras write.
func upright(src *image.RGBA, orientation int) *image.RGBA {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	if orientation < 2 || orientation > 8 {
		return src
	}
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		dst = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			to := turned(image.Pt(x, y), image.Pt(w-1-x, h-1-y), orientation)
			dst.SetRGBA(to.X, to.Y, src.RGBAAt(x, y))
		}
	}
	return dst
}

// turned is where a pixel goes to: from is where it is, counted from the left and from above, far the same from the right and from below.
func turned(from, far image.Point, orientation int) image.Point {
	switch orientation {
	case 2:
		return image.Pt(far.X, from.Y)
	case 3:
		return far
	case 4:
		return image.Pt(from.X, far.Y)
	case 5:
		return image.Pt(from.Y, from.X)
	case 6:
		return image.Pt(far.Y, from.X)
	case 7:
		return image.Pt(far.Y, far.X)
	default:
		return image.Pt(from.Y, far.X)
	}
}

func encode(img image.Image) ([]byte, error) {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("write a picture as JPEG: %w", err)
	}
	return out.Bytes(), nil
}
