package picture_test

// What is kept of pictures that cameras wrote, and what is refused.

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/app/photos/picture"
	"muster/incident/photo"
	camera "muster/test/picture"
)

// seen opens what was kept.
func seen(t *testing.T, file []byte) image.Image {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(file))
	require.NoError(t, err)
	return img
}

// named is the colour in the middle of a quarter, by its name.
func named(img image.Image, right, below bool) string {
	at := func(length int, second bool) int {
		if second {
			return length * 3 / 4
		}
		return length / 4
	}
	r, g, b, _ := img.At(at(img.Bounds().Dx(), right), at(img.Bounds().Dy(), below)).RGBA()
	return map[[3]bool]string{{true, false, false}: "red", {false, true, false}: "green", {false, false, true}: "blue", {true, true, true}: "white"}[[3]bool{r > 0x8000, g > 0x8000, b > 0x8000}]
}

// corners are the colours of a picture's quarters: upper left, upper right, lower left, lower right.
func corners(img image.Image) string {
	return strings.Join([]string{named(img, false, false), named(img, true, false), named(img, false, true), named(img, true, true)}, " ")
}

func TestPictureIsScaledDownAndAllThatTheCameraNotedGoes(t *testing.T) {
	sent := camera.Noted(camera.JPEG(t, 4000, 1000), camera.Taken{Orientation: 1, Lat: [2]uint32{31, 12}, Lon: [2]uint32{121, 30}})
	require.Contains(t, string(sent), "Exif")
	made, err := picture.Make(sent)
	require.NoError(t, err)
	require.Equal(t, [2]int{1600, 400}, [2]int{made.Width, made.Height})
	require.Equal(t, image.Rect(0, 0, 1600, 400), seen(t, made.JPEG).Bounds())
	require.Equal(t, image.Rect(0, 0, 320, 80), seen(t, made.Small).Bounds())
	for _, kept := range [][]byte{made.JPEG, made.Small} {
		for _, trace := range []string{"Exif", camera.Camera, "GPS", "\xff\xe1"} {
			require.NotContains(t, string(kept), trace)
		}
		require.Equal(t, "red green blue white", corners(seen(t, kept)))
	}
	require.Equal(t, &photo.Place{Lat: 31.2, Lon: -121.5}, made.Place)
	again, err := picture.Make(sent)
	require.NoError(t, err)
	require.Equal(t, made, again, "so that the same picture is one photo")
}

func TestSmallPictureStaysAsLargeAsItIs(t *testing.T) {
	made, err := picture.Make(camera.JPEG(t, 300, 200))
	require.NoError(t, err)
	require.Equal(t, [2]int{300, 200}, [2]int{made.Width, made.Height})
	require.Nil(t, made.Place)
}

func TestPictureStandsUprightHoweverTheCameraWasHeld(t *testing.T) {
	for orientation, want := range map[uint16]string{
		0: "red green blue white", 1: "red green blue white", 2: "green red white blue", 3: "white blue green red", 4: "blue white red green",
		5: "red blue green white", 6: "blue red white green", 7: "white green blue red", 8: "green white red blue", 9: "red green blue white",
	} {
		made, err := picture.Make(camera.Noted(camera.JPEG(t, 80, 40), camera.Taken{Orientation: orientation}))
		require.NoError(t, err)
		img := seen(t, made.JPEG)
		require.Equal(t, want, corners(img), "orientation %d", orientation)
		upright := image.Rect(0, 0, 80, 40)
		if orientation >= 5 && orientation <= 8 {
			upright = image.Rect(0, 0, 40, 80)
		}
		require.Equal(t, upright, img.Bounds(), "orientation %d", orientation)
		require.Nil(t, made.Place, "zeros are no place")
	}
}

func TestTransparentPictureStandsOnWhite(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 40, 40))
	img.SetNRGBA(0, 0, color.NRGBA{0, 0, 0, 255})
	var file bytes.Buffer
	require.NoError(t, png.Encode(&file, img))
	made, err := picture.Make(file.Bytes())
	require.NoError(t, err)
	require.Equal(t, "white", named(seen(t, made.JPEG), true, true))
}

func TestPicturesThatAreNotTaken(t *testing.T) {
	whole := camera.JPEG(t, 400, 300)
	for name, row := range map[string]struct {
		sent []byte
		code photo.Code
	}{
		"nothing":                       {nil, photo.CodeType},
		"a text":                        {[]byte("MZ this is a program"), photo.CodeType},
		"a page that calls itself JPEG": {[]byte("<html>\xff\xd8\xff"), photo.CodeType},
		"GIF":                           {[]byte("GIF89a\x01\x00\x01\x00"), photo.CodeType},
		"HEIC":                          {[]byte("\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic"), photo.CodeHEIC},
		"too many bytes":                {append(whole[:len(whole):len(whole)], make([]byte, photo.MaxBytes)...), photo.CodeSize},
		"too many pixels":               {camera.Vast(t, 50_000, 50_000), photo.CodeSize},
		"one pixel too wide":            {camera.Vast(t, 25_000_001, 1), photo.CodeSize},
		"pixels that it does not have":  {camera.Vast(t, 4000, 4000), photo.CodeDamaged},
		"only a beginning":              {whole[:20], photo.CodeDamaged},
		"cut off":                       {whole[:len(whole)/3], photo.CodeDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := picture.Make(row.sent)
			var refused *photo.Error
			require.ErrorAs(t, err, &refused)
			require.Equal(t, row.code, refused.Code, refused.Text)
			require.Regexp(t, `^[A-Z].*(send|Send).*\.$`, refused.Text, "it says what to do")
		})
	}
}

// What a camera has noted may be anything: it costs a picture its place, and nothing more.
func FuzzNotes(f *testing.F) {
	file := camera.Noted(camera.JPEG(f, 16, 8), camera.Taken{Orientation: 6, Lat: [2]uint32{31, 12}, Lon: [2]uint32{121, 30}})
	f.Add(uint8(20), uint8(0xff))
	f.Add(uint8(50), uint8(7))
	f.Fuzz(func(t *testing.T, at, value uint8) {
		spoilt := bytes.Clone(file)
		const notes = 12 // behind the marks of the file and of its notes
		spoilt[notes+int(at)%150] = value
		made, err := picture.Make(spoilt)
		require.NoError(t, err)
		require.NotContains(t, string(made.JPEG), "Exif")
	})
}
